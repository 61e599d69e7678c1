"""The schemes of URLs that are registered (IANA, Uniform Resource Identifier Schemes), the usual ones."""

from __future__ import annotations

from feedwright.checks.words import words

_REGISTERED = words(
    """
    aaa aaas about acap acct acr adiumxtra aim apt at attachment aw bitcoin callto cap cid coap coaps
    content crid cvs data dav dict dns dntp doi ed2k example facetime fax feed feedready file finger
    fish ftp geo gg git gizmoproject go gopher gtalk h323 hcp http https iax icap icon im imap info
    iotdisco ipfs ipn ipns ipp ipps irc irc6 ircs iris iris.beep iris.lwz iris.xpc iris.xpcs itms jabber
    jar keyparc lastfm ldap ldaps lorawan magnet mailserver mailto maps market matrix message mid mms
    modem msnim msrp msrps mtqp mumble mupdate mvn news nfs ni nih nntp notes opaquelocktoken palm
    paparazzi payto pkcs11 platform pop pres prospero proxy psyc query redis reload res rmi rsync rtmp
    rtsp rtsps secondlife service session sftp sgn shelter sieve sip sips skype sms smtp snews snmp
    soap.beep soap.beeps soldat spotify ssh steam stun stuns submit svn tag teamspeak tel telnet tftp
    thismessage tip tn3270 tv turn turns udp unreal urn ut2004 vemmi ventrilo view-source vnc wais
    webcal wss ws wtai wyciwyg xcon xfire xmlrpc.beep xmlrpc.beeps xmpp xri ymsgr z39.50 z39.50r z39.50s
    """
)


def is_registered(scheme: str) -> bool:
    """Whether the scheme, in lower case, is registered or in wide use."""
    return scheme in _REGISTERED
