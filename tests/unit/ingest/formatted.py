"""A small document of each format."""

# ruff: noqa: E501  # documents are as wide as they come

G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:wire.example,2026:1" version="{version}" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="Example Wire"/><versionCreated>2026-11-03T10:00:00Z</versionCreated>
{meta}</itemMeta><contentMeta><contentCreated>2026-11-03T09:00:00+01:00</contentCreated><creator><name>Ann Lee</name></creator>
<headline>The river rose</headline><description role="drol:summary">Hundreds leave.</description></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""
NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><docdata><date.issue norm="20261103T090000Z"/>
<doc-id id-string="n-1"/></docdata></head><body><body.head><hedline><hl1>The river rose</hl1></hedline>
<byline>By <person>Ann Lee</person></byline><dateline>PTUJ, Nov 3</dateline></body.head><body.content>
<p>The river <em>rose</em> by a metre.</p><media media-type="image"><media-reference source="x.jpg"/>
<media-caption>A bridge.</media-caption><media-producer>Jon Pell</media-producer></media><hl2>Rain</hl2><p>More is to come.</p>
</body.content><body.end><tagline>Edited by Bo Ek</tagline></body.end></body></nitf>"""
INLINE_NITF = f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>'
NINJS_1 = '{"uri": "tag:x,1", "type": "text", "versioncreated": "2026-11-03T10:00:00Z", "headline": "H", "body_html": "<p>B</p>"}'
NINJS_3 = """{"uri": "tag:x,1", "type": "text", "versionCreated": "2026-11-03T10:00:00Z", "version": "4", "pubStatus": "usable",
 "copyrightHolder": "Example Wire", "headlines": [{"role": "main", "value": "H"}], "by": "Ann Lee",
 "bodies": [{"role": "text", "contentType": "text/plain", "value": "B"}, {"role": "html", "contentType": "text/html", "value": "<p>B</p>"}]}"""
JSONLD = """{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "headline": "H",
 "url": "https://news.example/1", "datePublished": "2026-11-03T10:00:00+01:00", "author": [{"@type": "Person", "name": "Ann Lee"}],
 "publisher": {"name": "Example News"}, "inLanguage": "en", "articleBody": "B"}]}"""
LIVE = """{"@type": "LiveBlogPosting", "headline": "H", "url": "https://news.example/live", "articleBody": "It began.",
 "liveBlogUpdate": [{"headline": "Later", "datePublished": "2026-11-03T10:05:00Z", "articleBody": "It went on."}]}"""
JSONFEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "de", "authors": [{"name": "Desk"}],
 "items": [{"id": 2, "url": "https://news.example/2", "content_html": "<p>B</p>", "date_published": "2026-11-03T10:00:00Z"},
 {"id": "1", "content_text": "A", "language": "fr", "authors": [{"name": "Ann Lee"}]}, {"id": "0"}]}"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/1 </loc><lastmod>2026-11-03</lastmod><n:news><n:publication><n:name>N</n:name>
<n:language>en</n:language></n:publication><n:publication_date>2026-11-03T10:00:00Z</n:publication_date><n:title>T</n:title></n:news>
</url><url><loc>ftp://news.example/2</loc></url></urlset>"""
INDEX = "<sitemapindex><sitemap><loc>https://news.example/s.xml</loc></sitemap></sitemapindex>"
OPML = """<opml version="2.0"><body><outline text="World"><outline text="Example Wire" xmlUrl="https://a.example/rss"/>
<outline text="Again" xmlUrl="https://a.example/rss"/></outline><outline text="云" xmlUrl="https://www.b.example/rss"/></body></opml>"""
CSV = 'ID;Title;Text;Date\n1;H;"One;\ntwo";2026-11-03\n2;short\n3;H;Three;2026-11-03\n'
PAGE = """<!DOCTYPE html><html lang="en"><head><title>H - Example News</title><link rel="canonical" href="/1">
<meta property="og:title" content="H &amp;amp; more"><meta property="article:published_time" content="2026-11-03T10:00:00Z">
<meta name="author" content="By Ann Lee and Bo Ek"></head><body><p>B</p></body></html>"""
RSS = '<rss version="2.0"><channel><item><guid>1</guid><description>B</description></item></channel></rss>'
