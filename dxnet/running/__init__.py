"""Reading a router's own configuration and outputs, and judging them by what its VIF asks for."""
