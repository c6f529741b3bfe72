"""Settings: their sources, their order, and faults that name the variable."""

from pathlib import Path

import pytest

from glutebot.errors import SettingsError
from glutebot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder without `.env` and `glutebot.toml`."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_defaults_need_no_key_and_no_network(empty_folder: Path, repository: Path) -> None:
    settings = load_settings()

    assert settings.data_dir == empty_folder / "data"
    assert settings.knowledge == repository / "knowledge"
    assert settings.prompts == repository / "prompts"
    assert settings.llm_base_url is settings.llm_api_key is settings.embedding_base_url is None
    assert settings.chroma_url is settings.redis_url is settings.database_url is None
    assert settings.origins == settings.trusted_proxies == ()


def test_variables_win_over_the_env_file_and_that_over_toml(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "glutebot.toml").write_text(
        'llm_model = "toml"\nembedding_model = "toml"\nchroma_url = "http://toml"\n'
    )
    (empty_folder / ".env").write_text("GLUTEBOT_LLM_MODEL=file\nGLUTEBOT_EMBEDDING_MODEL=file\n")
    monkeypatch.setenv("GLUTEBOT_LLM_MODEL", "variable")

    settings = load_settings()

    assert (settings.llm_model, settings.embedding_model, settings.chroma_url) == (
        "variable",
        "file",
        "http://toml",
    )


def test_openai_variables_are_honoured_and_ours_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://theirs")
    monkeypatch.setenv("GLUTEBOT_LLM_BASE_URL", "http://ours")

    settings = load_settings()

    assert settings.llm_api_key is not None
    assert settings.llm_api_key.get_secret_value() == "theirs"
    assert settings.llm_base_url == "http://ours"


@pytest.mark.parametrize(
    "variable",
    ["OPENAI_API_KEY", "OPENAI_BASE_URL", "GLUTEBOT_LLM_API_KEY", "GLUTEBOT_CHROMA_URL",
     "GLUTEBOT_DATABASE_URL", "GLUTEBOT_LLM_MODEL", "GLUTEBOT_ORIGINS"],
)  # fmt: skip
def test_an_empty_value_means_none(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    plain = load_settings()
    monkeypatch.setenv(variable, "")

    assert load_settings() == plain


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLUTEBOT_LLM_API_KEY", "sk-very-secret")

    assert "sk-very-secret" not in repr(load_settings())
    assert "sk-very-secret" not in str(load_settings().model_dump())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("GLUTEBOT_DATADIR", "GLUTEBOT_DATA_DIR"),
        ("GLUTEBOT_LLM_MODLE", "GLUTEBOT_LLM_MODEL"),
        ("GLUTEBOT_LLM_KEY", "GLUTEBOT_LLM_API_KEY"),
        ("glutebot_knowlege", "GLUTEBOT_KNOWLEDGE"),
    ],
)
def test_an_unknown_variable_names_the_nearest_setting(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: str
) -> None:
    monkeypatch.setenv(written, "x")

    with pytest.raises(SettingsError) as caught:
        load_settings()

    assert caught.value.field == written
    assert caught.value.remedy == f"Did you mean {meant}?"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GLUTEBOT_VECTOR_SEARCH", "faiss"),
        ("GLUTEBOT_EMBEDDING_THREADS", "0"),
        ("GLUTEBOT_EMBEDDING_THREADS", "many"),
        ("GLUTEBOT_LLM_TOTAL_SECONDS", "-1"),
        ("GLUTEBOT_LLM_IDLE_SECONDS", "nan"),
        ("GLUTEBOT_ORIGINS", "https://not.json.example"),
    ],
)
def test_an_unusable_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as caught:
        load_settings()

    assert caught.value.field == variable
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["llm_model = ", "[[[", "\x00"])
def test_a_broken_toml_file_is_said_to_be_one(empty_folder: Path, text: str) -> None:
    (empty_folder / "glutebot.toml").write_text(text)

    with pytest.raises(SettingsError, match=r"glutebot\.toml"):
        load_settings()


def test_an_unknown_toml_key_names_the_nearest(empty_folder: Path) -> None:
    (empty_folder / "glutebot.toml").write_text('llm_modle = "x"\n')

    with pytest.raises(SettingsError, match="llm_model") as caught:
        load_settings()

    assert "llm_modle" in str(caught.value)


def test_an_unknown_name_in_the_env_file_names_the_nearest(empty_folder: Path) -> None:
    (empty_folder / ".env").write_text("GLUTEBOT_LLM_MODLE=x\nOTHER_PROGRAM=fine\n")

    with pytest.raises(SettingsError, match="GLUTEBOT_LLM_MODEL"):
        load_settings()


def test_paths_are_made_absolute(empty_folder: Path) -> None:
    assert load_settings(data_dir="here").data_dir == empty_folder / "here"
    assert load_settings(data_dir="~/there").data_dir == Path.home() / "there"


def test_every_setting_has_a_default() -> None:
    assert all(not field.is_required() for field in Settings.model_fields.values())
