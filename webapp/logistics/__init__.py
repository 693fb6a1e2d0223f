"""How people arrive, where they sleep, what they eat and which bus they take."""
