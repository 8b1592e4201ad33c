"""前期手续: the county's checklist of approvals, and how far each project has come with each."""
