from pathlib import Path

import pytest

from services.extraction.extract import Extractor

MODELS = Path(__file__).parents[3] / "models"


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor.load(MODELS)
