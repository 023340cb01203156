"""Public parts of the newsroom besides its pages: site navigation, share images, players, lists."""
