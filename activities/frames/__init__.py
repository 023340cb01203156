"""The frame maker: a photo gets a frame in the browser, and never leaves it."""
