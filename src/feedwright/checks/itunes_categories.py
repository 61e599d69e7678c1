"""The categories of Apple Podcasts, and those that were in its lists before 2019."""

from __future__ import annotations

from collections.abc import Mapping

from feedwright.checks.words import phrases

CATEGORIES: Mapping[str, frozenset[str]] = {
    "Arts": phrases("Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts"),
    "Business": phrases("Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit"),
    "Comedy": phrases("Comedy Interviews, Improv, Stand-Up"),
    "Education": phrases("Courses, How To, Language Learning, Self-Improvement"),
    "Fiction": phrases("Comedy Fiction, Drama, Science Fiction"),
    "Government": frozenset(),
    "Health & Fitness": phrases("Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality"),
    "History": frozenset(),
    "Kids & Family": phrases("Education for Kids, Parenting, Pets & Animals, Stories for Kids"),
    "Leisure": phrases(
        "Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games"
    ),
    "Music": phrases("Music Commentary, Music History, Music Interviews"),
    "News": phrases(
        "Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News"
    ),
    "Religion & Spirituality": phrases(
        "Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality"
    ),
    "Science": phrases(
        "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics,"
        "Social Sciences"
    ),
    "Society & Culture": phrases(
        "Documentary, Personal Journals, Philosophy, Places & Travel, Relationships"
    ),
    "Sports": phrases(
        "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer,"
        "Swimming, Tennis, Volleyball, Wilderness, Wrestling"
    ),
    "Technology": frozenset(),
    "True Crime": frozenset(),
    "TV & Film": phrases("After Shows, Film History, Film Interviews, Film Reviews, TV Reviews"),
}

_OLD: Mapping[str, frozenset[str]] = {
    "Arts": phrases("Literature"),
    "Arts & Entertainment": phrases(
        "Architecture, Books, Design, Entertainment, Games, Performing Arts, Photography, Poetry,"
        "Science Fiction"
    ),
    "Audio Blogs": frozenset(),
    "Business": phrases("Business News, Finance, Management & Marketing, News, Shopping"),
    "Education": phrases("Education Technology, Higher Education, K-12, Language Courses, Training"),
    "Family": frozenset(),
    "Food": frozenset(),
    "Games & Hobbies": phrases("Automotive, Aviation, Hobbies, Other Games, Video Games"),
    "Government & Organizations": phrases("Local, National, Non-Profit, Regional"),
    "Health": phrases(
        "Alternative Health, Diet & Nutrition, Fitness, Fitness & Nutrition, Relationships, Self-Help,"
        "Sexuality"
    ),
    "International": phrases(
        "Australian, Belgian, Brazilian, Canadian, Chinese, Dutch, French, German, Hebrew, Italian, Japanese,"
        "Norwegian, Polish, Portuguese, Spanish, Swedish"
    ),
    "Movies & Television": frozenset(),
    "News & Politics": frozenset(),
    "Politics": frozenset(),
    "Public Radio": frozenset(),
    "Religion & Spirituality": phrases("New Age, Philosophy, Other"),
    "Science & Medicine": phrases("Medicine, Natural Sciences, Social Sciences"),
    "Society & Culture": phrases("History"),
    "Sports & Recreation": phrases("Amateur, College & High School, Outdoor, Professional"),
    "Talk Radio": frozenset(),
    "Technology": phrases(
        "Computers, Developers, Gadgets, Information Technology, News, Operating Systems, Podcasting,"
        "Smart Phones, Software How-To, Tech News, Text/Speech"
    ),
    "Transportation": phrases("Automotive, Aviation, Bicycles, Commuting"),
    "Travel": frozenset(),
}


def is_old(name: str, above: str = "") -> bool:
    """Whether an older list had the category, as one of `above` if that is given."""
    return name in _OLD.get(above, ()) if above else name in _OLD
