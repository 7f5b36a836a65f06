"""The therapist's bench without its page: drafts of a stretch, and what they do to recordings."""
