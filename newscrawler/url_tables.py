"""Tables about addresses: what tracks, what only names a channel or a dress, what an article's address looks like."""

import re

# Tracking parameters, by the beginning of their name. Origin: the documentation of the analytics and mailing services
# that add them. Nothing shorter stands here: ``at_`` or ``pk_`` alone could be an outlet's own number of an article.
TRACKING_PREFIXES = (
    "__hs",  # HubSpot
    "_branch_",  # Branch
    "_hs",  # HubSpot
    "at_campaign",  # Piano
    "at_custom",  # Piano
    "at_link",  # Piano
    "at_medium",  # Piano
    "ga_campaign",  # Google Analytics
    "ga_content",  # Google Analytics
    "ga_medium",  # Google Analytics
    "ga_source",  # Google Analytics
    "ga_term",  # Google Analytics
    "hsa_",  # HubSpot ads
    "itm_",  # utm within a site
    "mtm_",  # Matomo
    "ns_campaign",  # Comscore
    "ns_linkname",  # Comscore
    "ns_mchannel",  # Comscore
    "ns_source",  # Comscore
    "oly_",  # Omeda
    "pk_campaign",  # Piwik
    "pk_content",  # Piwik
    "pk_cpn",  # Piwik
    "pk_keyword",  # Piwik
    "pk_kwd",  # Piwik
    "pk_medium",  # Piwik
    "pk_source",  # Piwik
    "utm_",  # Urchin, now everybody
    "vero_",  # Vero
)

# Tracking parameters, by name. Origin: as above.
TRACKING_NAMES = frozenset(
    {
        "__twitter_impression",
        "_ga",
        "_gl",
        "_openstat",
        "amp_js_v",
        "cmpid",
        "cmpref",
        "dclid",
        "epik",
        "fb_action_ids",
        "fb_action_types",
        "fb_comment_id",
        "fb_ref",
        "fb_source",
        "fbclid",
        "gaa_at",
        "gaa_n",
        "gaa_sig",
        "gaa_ts",
        "gbraid",
        "gclid",
        "gclsrc",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "hmkeyword",
        "hmpl",
        "hmsr",
        "igsh",
        "igshid",
        "intcid",
        "intcmp",
        "jsessionid",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "msclkid",
        "ocid",
        "phpsessid",
        "rb_clickid",
        "s_cid",
        "s_kwcid",
        "sfnsn",
        "smid",
        "smtyp",
        "soc_src",
        "soc_trk",
        "spm",
        "srsltid",
        "ttclid",
        "twclid",
        "twsrc",
        "usqp",
        "vgo_ee",
        "wbraid",
        "wickedid",
        "wt_mc",
        "wt_zmc",
        "xtor",
        "yclid",
        "ysclid",
        "zanpid",
    }
)

# Names that number articles at some outlets and name a channel at others: kept, unless the value names a channel.
CHANNEL_NAMES = frozenset(
    {"campaign", "channel", "cid", "cmp", "from", "medium", "origin", "ref", "referer", "referrer", "source", "src"}
)
CHANNEL_VALUES = frozenset(
    {
        "email",
        "facebook",
        "fb",
        "feed",
        "feedburner",
        "google",
        "googlenews",
        "home",
        "homepage",
        "linkedin",
        "newsletter",
        "push",
        "reddit",
        "rss",
        "rssfeed",
        "share",
        "social",
        "telegram",
        "twitter",
        "whatsapp",
        "x",
    }
)

# Query parameters that only ask for another dress of the same article; for the key alone.
DRESS_PARAMETERS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("output", "amp"), ("outputtype", "amp")})
# First labels of hosts that serve the same articles at the same paths; for the key alone.
SAME_ARTICLES_LABELS = ("www", "m", "mobile", "amp")
# Last segments that name the folder itself; for the key alone.
INDEX_FILES = frozenset({"default.aspx", "index.asp", "index.htm", "index.html", "index.jsp", "index.php"})
# Shapes of an article's path, without its last slash, and of its query.
ARTICLE_SHAPES = (
    re.compile(r"\d{5,}"),  # a number
    re.compile(r"/(?:19|20)\d\d[/-]?[01]?\d(?:[/-]?[0-3]?\d)?/[^/]+"),  # a date, then something
    re.compile(r"/(?:[^/_-]+[_-]){3,}[^/]+$"),  # a slug of four words
    re.compile(r"/(?:[^/_-]+[_-]){2,}[^/]+\.(?:s?html?|aspx?|php|ece|cms)$", re.IGNORECASE),
)
ARTICLE_QUERY = re.compile(r"(?:^|[=&])[A-Za-z_-]{0,12}\d{3,}(?:&|$)")  # a parameter whose value is a number
