"""The elements of SVG and MathML that only show something: no scripts, and no HTML in them."""

from __future__ import annotations

from feedwright.checks.words import words

SVG = "{http://www.w3.org/2000/svg}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"

SHOWN = {
    SVG: words(
        """
        a animate animateColor animateMotion animateTransform circle clipPath defs desc ellipse
        feBlend feColorMatrix feComposite feFlood feGaussianBlur feMerge feMergeNode feOffset filter
        font-face font-face-name font-face-src g glyph hkern line linearGradient marker mask
        metadata missing-glyph mpath path pattern polygon polyline radialGradient rect set stop
        style svg switch symbol text textPath title tspan use view image
        """
    ),
    MATHML: words(
        """
        annotation annotation-xml maction maligngroup malignmark math menclose merror mfenced mfrac
        mglyph mi mlabeledtr mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
        mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
        """
    ),
}
