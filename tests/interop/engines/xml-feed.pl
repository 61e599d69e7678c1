# XML::Feed: the usual one in Perl, over XML::RSS and XML::Atom.
use strict;
use warnings;
use JSON::PP;
use LWP::UserAgent;
use XML::Feed;

# Else XML::Atom gives bytes where XML::RSS gives characters.
$XML::Atom::ForceUnicode = 1;

my $document = LWP::UserAgent->new->get($ARGV[0])->content;
my $feed = XML::Feed->parse(\$document) or die XML::Feed->errstr;
my @entries;
for my $item ($feed->entries) {
    my @files = grep { defined && ($_->type // '') =~ m{^audio/} } $item->enclosure;
    my @pictures = grep { defined && ($_->type // '') =~ m{^image/} } $item->enclosure;
    push @entries, {
        title => $item->title,
        link => $item->link,
        id => $item->id,
        date => $item->issued && $item->issued->set_time_zone('UTC')->iso8601 . 'Z',
        updated => $item->modified && $item->modified->set_time_zone('UTC')->iso8601 . 'Z',
        author => $item->author,
        summary => $item->summary->body,
        'full text' => $item->content->body,
        picture => @pictures ? $pictures[0]->url : undef,
        audio => @files ? $files[0]->url : undef,
        categories => [$item->category],
    };
}
binmode STDOUT;
print JSON::PP->new->utf8->allow_nonref->allow_blessed->encode(\@entries);
