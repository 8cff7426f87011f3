"""The translation memory: what people have translated before, wherever they did."""
