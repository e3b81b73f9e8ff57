"""How a document comes in at the desk: uploaded and looked over, or pasted into the editor."""
