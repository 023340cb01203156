"""Image sizes that templates use, and the drawing of share images."""
