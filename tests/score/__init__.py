"""How much of saved news pages feedwright reads right, measured on pages whose truth is known.

    make score                              our own fixtures in tests/page_text/ and tests/web_page/
    make score PAGES=../shared/pages        real pages: html/ID.html.gz, text/ID.txt.gz and truth.jsonl

Beside it stands trafilatura, where it is installed. docs/pages.md says what each number means.
"""
