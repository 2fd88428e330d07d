"""The beginnings of what several rules tell the reader to do.

AWS changes neither the addresses, ASN and key of a BGP peer nor the VLAN of a VIF, and it does not
delete the last peer of a VIF:
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DeleteBGPPeer.html
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_UpdateVirtualInterfaceAttributes.html
"""

NEW_PEER = "Create the BGP peer again, or the VIF if this is its only peer, with "
NEW_VIF = "Create the VIF again with "
