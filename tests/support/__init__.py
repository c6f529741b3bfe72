"""What several tests lean on: fakes and a real server on a free port."""
