"""The read-only API: public events, projects and partners as JSON, described by OpenAPI 3.1."""
