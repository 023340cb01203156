"""Looking before downloading: pages of documents one by one, clips and recordings with captions."""
