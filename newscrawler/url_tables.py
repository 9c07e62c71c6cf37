"""Tables about addresses: what tracks, what only names a channel or a dress, what an article's address looks like."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Tracking parameters, by the beginning of their name. Origin: the documentation of the analytics and mailing services
# that add them. Nothing shorter stands here: ``at_`` or ``pk_`` alone could be an outlet's own number of an article.
TRACKING_PREFIXES = (
    "__hs",  # HubSpot
    "_branch_",  # Branch
    "_hs",  # HubSpot
    "adobe_mc",  # Adobe
    "at_bbc",  # Piano
    "at_campaign",  # Piano
    "at_creation",  # Piano
    "at_custom",  # Piano
    "at_format",  # Piano
    "at_link",  # Piano
    "at_medium",  # Piano
    "at_network",  # Piano
    "at_ptr",  # Piano
    "at_recipient",  # Piano
    "at_variant",  # Piano
    "bsft_",  # Blueshift
    "cm_mmc",  # Coremetrics
    "cx_artpos",  # Cxense
    "cx_click",  # Cxense
    "cx_experience",  # Cxense
    "cx_test",  # Cxense
    "cxrecs_",  # Cxense
    "elq",  # Eloqua
    "etcc_",  # etracker
    "ga_campaign",  # Google Analytics
    "ga_content",  # Google Analytics
    "ga_medium",  # Google Analytics
    "ga_source",  # Google Analytics
    "ga_term",  # Google Analytics
    "gad_",  # Google Ads
    "hsa_",  # HubSpot ads
    "itm_",  # utm within a site
    "matomo_",  # Matomo
    "ml_subscriber",  # MailerLite
    "mtm_",  # Matomo
    "ns_campaign",  # Comscore
    "ns_linkname",  # Comscore
    "ns_mchannel",  # Comscore
    "ns_source",  # Comscore
    "oly_",  # Omeda
    "piwik_",  # Piwik
    "pk_campaign",  # Piwik
    "pk_content",  # Piwik
    "pk_cpn",  # Piwik
    "pk_keyword",  # Piwik
    "pk_kwd",  # Piwik
    "pk_medium",  # Piwik
    "pk_source",  # Piwik
    "sfmc_",  # Salesforce Marketing Cloud
    "trk_",  # Listrak
    "utm-",  # as utm_, mistyped
    "utm_",  # Urchin, now everybody
    "vero_",  # Vero
    "wt.",  # Webtrends
    "wt_mc",  # Webtrekk
    "wt_zmc",  # Webtrekk
)

# Tracking parameters, by name. Origin: as above.
TRACKING_NAMES = _words(
    """
    __cf_chl_tk __s __twitter_impression _bta_c _bta_tid _ga _gl _ke _kx _openstat action_object_map action_ref_map
    action_type_map akamai-rum amp_gsa amp_js_v amp_kit amp_latest_update_time amp_tf ampshare aoh asgtbndr awclid
    bbeml cfid cftoken ck_subscriber_id cmpid cmpref dclid dicbo dm_i echobox ef_id epik et_cid et_rid fb_action_ids
    fb_action_types fb_comment_id fb_ref fb_source fb_xd_fragment fbadid fbclid gaa_at gaa_n gaa_sig gaa_ts gbraid
    gclid gclsrc gdpr_consent gps_adid guccounter guce_referrer guce_referrer_sig hmkeyword hmpl hmsr hsctatracking
    hss_channel igsh igshid intcid intcmp irclickid irgwc isappinstalled jsessionid li_fat_id lmd_campaign
    lmd_creation lmd_medium lmd_positioning lmd_source mc_cid mc_eid mibextid mindbox-click-id mkt_tok mktcid
    mktcval mkwid msclkid nb_klid obclid oborigurl ocid outbrainclickid pcrid phpsessid pk_vid rb_clickid rdt_cid
    recommended_by ref_src ref_url s_cid s_kwcid sara_ecid sara_icid sara_ref sara_sa sc_cid sc_customer sc_eh
    sc_lid sc_llid sc_uid sccid scm sfnsn smclient smid smtyp soc_src soc_trk spjobid spm spmailingid spreportid
    spuserid sr_share srsltid tbclid taboolaclickid tblci traffic_source trkcampaign ttclid tw_source twclid twsrc
    unicorn_click_id unlocked_article_code usqp vgo_ee vmcid wbraid wfr wickedid wprov wt_ref wtmc
    wtrid xtcr xtor xtref xts yclid ymclid ysclid zanpid zarsrc
    """
)

# Beginnings of those of the above that are short enough to number articles at some outlet: a plain number is kept where
# nothing else in the address names one.
TRACKING_BY_NUMBER = ("at_link", "dm_i", "elq", "ocid", "s_cid", "scm", "smid", "trk_", "vmcid", "wt.")

# Names that number articles at some outlets and name a channel at others: kept, unless the value names a channel, or is
# no number and the path alone names the article.
CHANNEL_NAMES = _words("campaign channel cid cmp from medium origin r ref referer referrer source src via")
# Those of them that also name sections: a value that names a channel counts only where the path names the article.
CHANNEL_OR_SECTION_NAMES = _words("campaign channel cid medium r")
# Words that such a value is made of; at least one of CHANNEL_WORDS.
CHANNEL_WORDS = _words(
    """
    applenews bing bluesky duckduckgo email facebook fb feed feedburner flipboard google googlenews homepage ig
    instagram kakaotalk linkedin mastodon newsletter pinterest reddit rss rssfeed share smartnews telegram threads
    tiktok twitter webpush wechat weibo whatsapp yahoo youtube
    """
)
CHANNEL_OR_SECTION_WORDS = _words("home push social x")
CHANNEL_FILLERS = _words("android app bar bottom btn button com daily desktop ios link mobile nav page top tw web www")
# What outlets call their own channels and campaigns: dropped where the path alone names the article, or the value
# names a channel.
CAMPAIGN_NAMES = _words(
    """
    _r accesstoken aff_id affid campaign_id campaign_name campaignid cds click_id clickid cvid een emc eref
    event_log feature feedname feedtype fsrc ftag ftcamp gift giftcopy hp hpid hpt icid ico instance_id
    intlink_from_url iref itid ito leadsource link_location maca mbid mod n_cid nb ncid newsletter nlayer nlid
    partner pfrom pgtype prm reduced ref_ referringsource reflink refresh_ce regi_id rsf rss rssfeed sdsrc
    searchresultposition seen segment_id sfmc share share_token sharetoken sharetype socialshare srcref sref srnd
    ssm subid t_ref taid tpcc trackid trk usg ved wpisrc wpmk wpmm
    """
)

# Those of them whose value is a number that counts clicks or readers: with the others a plain number could be an
# article's, or a page's, and is kept.
CAMPAIGN_NUMBERS = _words(
    """
    _r aff_id affid campaign_id campaignid click_id clickid instance_id regi_id searchresultposition segment_id trackid
    """
)
CAMPAIGN_PAIRS = frozenset(
    {
        ("action", "click"),
        ("nb", "1"),  # behind WordPress's share=
        ("platform", "hootsuite"),
        ("s", "09"),
        ("s", "20"),
        ("s", "21"),
        ("s", "46"),
        ("ssr", "true"),
    }
)
# Likewise, whatever stands before.
CAMPAIGN_ENDS = ("_campaign", "_medium", "_source")

# Query parameters that only ask for another dress of the same article; for the key alone.
_AMP_ASKED = _words("format layout mode output outputtype service type view")
DRESS_PARAMETERS = frozenset(
    {("amp", value) for value in ("", "0", "1", "false", "on", "true", "yes")}
    | {(name, "amp") for name in _AMP_ASKED}
    | {
        ("amp_markup", "1"),
        ("isamp", "1"),
        ("isamp", "true"),
        ("ot", "ot.amppagelayout"),
        ("outputtype", "valid_amp"),
        ("template", "ampart"),
    }
)
# Those that could mean something else: for the key alone, and only where the rest can be an article's address.
_PRINT_ASKED = _words("action display do format layout media mode output pagewanted service view")
ARTICLE_DRESS_PARAMETERS = frozenset(
    {(name, value) for name in ("print", "printable", "printview") for value in ("", "1", "true", "y", "yes")}
    | {(name, "print") for name in _PRINT_ASKED}
    | {("service", "printpreview"), ("version", "print"), ("tmpl", "component")}
    | {("mobile", "0"), ("mobile", "1"), ("mobile", "true"), ("view", "mobile")}
    | {("desktop", "1"), ("desktop", "true"), ("noamp", ""), ("noamp", "1"), ("noamp", "mobile"), ("nonamp", "1")}
    | {("page", "1"), ("page", "all"), ("pagewanted", "all"), ("fullpage", "true"), ("singlepage", "true")}
    | {
        ("preview", "true"),
        ("comments", ""),
        ("comments", "1"),
        ("showcomments", "1"),
        ("showcomments", "true"),
        ("noredirect", "on"),
    }
)
# Likewise, whatever they say.
ARTICLE_DRESS_NAMES = frozenset(
    {"_", "cachebuster", "filterkeyevents", "nocache", "pinned_post_asset_id", "pinned_post_locator"}
    | {"pinned_post_type", "replytocom", "showcomment"}
)
# Likewise, but only where the path alone names the article: at others it is a month, or an article's number.
PATH_DRESS_PARAMETERS = frozenset({("m", "0"), ("m", "1"), ("p", "1"), ("pg", "1"), ("seite", "1")})
# First labels of hosts that serve the same articles at the same paths; for the key alone.
SAME_ARTICLES_LABELS = frozenset({"m", "www"})
# Likewise, but only where the address looks like an article's.
MOBILE_LABELS = frozenset({"3g", "amp", "mobi", "mobil", "mobile", "movil", "touch", "wap"})
# Domains that give each author a host: there such a label is somebody's name.
HOSTS_OF_AUTHORS = _words(
    """
    beehiiv.com blogger.com blogspot.com ghost.io hatenablog.com livejournal.com medium.com substack.com tumblr.com
    typepad.com wordpress.com
    """
)
# Last segments that name the folder itself; for the key alone.
INDEX_FILES = _words(
    """
    default.asp default.aspx default.htm default.html index.asp index.aspx index.cfm index.htm index.html index.jsp
    index.php index.shtml index.xhtml
    """
)
# First folders of pages for phones and printers, where an article's number follows.
NUMBERED_FOLDERS = re.compile(r"/(?:m|mobile|print)(?=/[^/]*[^/\d][^/]*/.*\d{5})", re.IGNORECASE)
# Folders that AMP pages stand in, and last segments of other dresses: for the key alone, and only where the rest can
# be an article's address.
AMP_FOLDERS = ("/platform/amp/", "/.amp/", "/amp/", "/amp-page/", "/amphtml/", "/google-amp/")
DRESS_ENDS = re.compile(r"/(?:comments|print|komplettansicht|single-?page|comment-page-\d{1,4})$", re.IGNORECASE)
# Shapes of an article's path, without its last slash, and of its query.
ARTICLE_NUMBER = re.compile(r"\d{5,}")
ARTICLE_DATE = re.compile(
    r"/(?:19|20)\d\d(?:[/-]?[01]?\d(?:[/-]?[0-3]?\d)?|/(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/[0-3]?\d)/[^/]+"
)  # a date, then something
ARTICLE_SLUG = re.compile(r"/(?:[^/_-]+[_-]){3}[^/]+$")  # of four words
ARTICLE_SHAPES = (
    ARTICLE_NUMBER,
    ARTICLE_DATE,
    ARTICLE_SLUG,
    re.compile(r"/(?:[^/_-]+[_-]){2}[^/]+\.(?:s?html?|aspx?|php|ece|cms)$", re.IGNORECASE),
)
# Weaker: a last segment with a number that is no year, or of three words.
ARTICLE_END = re.compile(r"/(?!(?:19|20)\d\d$)(?:[^/\d]*\d{3}[^/]*|(?:[^/_-]+[_-]){2}[^/]+)$")
# A number that is the last segment, or stands apart in it, and is no year: not that of "wahl2025" or "news365".
NUMBERED_END = re.compile(r"/(?:[^/]*[-_.,~])?(?!(?:19|20)\d\d(?:\.\w+)?$)\d{3,}(?:[-_.,~!][^/]*)?$")
# What shows many articles, or any: an edition, a topic, and last segments that are a program's.
LISTING = re.compile(
    r"/(?:archiv(?:e|es|o)?|ausgaben?|boards?|categor(?:y|ies)|e-?paper|kategorien?|keywords?|labels?|tags?|themen?|topics?)"
    r"(?:[/-]|$)|/(?:19|20)\d\d-?[01]\d-?[0-3]\d$|/(?:article|detail|details|item|news|read|show|view)(?:\.\w{3,5})?$",
    re.IGNORECASE,
)
ARTICLE_QUERY = re.compile(r"(?:^|[=&])[A-Za-z_-]{0,12}\d{3,}(?:&|$)")  # a parameter whose value is a number
# The end of a program's name: which article it shows stands in the query.
PROGRAM = re.compile(r"\.(?:action|aspx?|cfm|cgi|do|jspx?|nsf|php\d?|phtml|pl)$", re.IGNORECASE)
