"""RSS and JSON Feed: generators, HTML of stories, views."""
