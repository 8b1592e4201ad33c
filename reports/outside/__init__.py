"""外部数据: what others publish (a rank in the city, the growth of the nation), with its source."""
