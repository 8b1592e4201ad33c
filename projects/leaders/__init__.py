"""领导: who they are, what they look after (分管), and which projects they answer for (包抓)."""
