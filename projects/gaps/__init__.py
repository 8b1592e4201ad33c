"""要素保障: what projects lack of funds, land and quotas, and what became of it."""
