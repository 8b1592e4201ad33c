"""The inner form of an adopted document (模板): a text that who wants to may write on, in versions,
from which it is filled instead of place by place."""
