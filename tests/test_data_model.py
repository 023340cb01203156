"""docs/data-model.md shows the tables of our apps and their foreign keys as the models have them."""

from tools import data_model


def test_the_file_is_what_the_models_give():
    assert data_model.TARGET.read_text(encoding="utf-8") == data_model.document(), "run: make data-model"


def test_what_is_drawn_and_what_is_left_out():
    text = data_model.document()
    articles = text.split("## articles\n")[1].split("\n## ")[0]
    assert '  ArticlePage ||--o{ ArticleByline : "page"\n' in articles  # a foreign key that must be set
    assert '  campaign_Topic }o--o{ ArticlePage : "topics"\n' in articles and "ArticlePage_topics" not in articles
    assert '  ArticlePage ||--o| TipPage : "is a"\n' in articles
    assert '  campaign_Topic["campaign.Topic"]\n' in articles  # another app's model has its label
    for left_out in ("BasePage", "wagtailcore", "## demo", "## base"):
        assert left_out not in text
