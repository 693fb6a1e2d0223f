"""What delegates take home: takeaways, and the good-practice cards made of them."""
