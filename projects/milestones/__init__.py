"""前期节点: the steps before building, planned and reached, declared by units and confirmed."""
