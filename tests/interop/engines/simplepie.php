<?php
// SimplePie: the engine of many readers and sites in PHP.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
foreach (['/usr/share/php/simplepie/autoloader.php', '/usr/share/php/SimplePie/autoloader.php'] as $file) {
    if (file_exists($file)) {
        require_once $file;
    }
}
$feed = new SimplePie();
$feed->enable_cache(false);
// Debian's release cannot read dates in PHP 8, nor sort by them.
$feed->enable_order_by_date(false);
$feed->set_raw_data(file_get_contents($argv[1]));
$feed->init();
$entries = [];
foreach ($feed->get_items() as $item) {
    $pictures = $sounds = [];
    foreach ($item->get_enclosures() as $enclosure) {
        $type = (string) $enclosure->get_type();
        if (str_starts_with($type, 'image/')) {
            $pictures[] = rtrim($enclosure->get_link(), '?#');
        } elseif (str_starts_with($type, 'audio/')) {
            $sounds[] = rtrim($enclosure->get_link(), '?#');
        }
    }
    $first = $item->get_enclosure();
    $credit = $first ? $first->get_credit() : null;
    $author = $item->get_author();
    $labels = array_map(fn ($category) => $category->get_label(), $item->get_categories() ?? []);
    $entries[] = [
        'title' => html_entity_decode($item->get_title(), ENT_QUOTES | ENT_HTML5),
        'link' => $item->get_permalink(),
        'id' => $item->get_id(),
        'author' => $author ? $author->get_name() : null,
        'authors' => array_map(fn ($one) => $one->get_name(), $item->get_authors() ?? []),
        'summary' => $item->get_description(true),
        'full text' => $item->get_content(true),
        'picture' => $pictures[0] ?? null,
        'credit' => $credit ? $credit->get_name() : null,
        'audio' => $sounds[0] ?? null,
        'categories' => $labels,
    ];
}
echo json_encode($entries);
