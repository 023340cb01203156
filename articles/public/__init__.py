"""What readers get of the newsroom besides the pages themselves: site navigation, share images, players, lists."""
