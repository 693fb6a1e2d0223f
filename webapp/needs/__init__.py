"""Diet and access needs: kept apart from everything else, seen by few, erased soon."""
