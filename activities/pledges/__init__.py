"""The pledge wall “Bức tường An toàn số”: signing, walls, projector, sheets for paper."""
