"""What Direct Connect allows and assigns: rules that several operations share."""
