"""What the flows that tag again and train may be told."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.problems import SettingsError
from pipelines.orders import TagOrder, TrainOrder, settings_of

HERE = str(Path("/srv/vouch").absolute())


def test_a_tagging_order_says_through_what_and_how() -> None:
    order = TagOrder(workspace=HERE, frameworks=("slac-2009",), jobs=3, context=True)
    settings = settings_of(order, {})

    assert (settings.frameworks, settings.jobs, settings.context) == (("slac-2009",), 3, True)
    assert (settings.workspace, settings.reprocess) == (Path(HERE), False)


def test_an_order_without_frameworks_leaves_them_to_the_worker() -> None:
    environ = {"VOUCH_WORKSPACE": HERE, "VOUCH_FRAMEWORKS": "slac-2009"}

    assert settings_of(TagOrder(), environ).frameworks == ("slac-2009",)
    assert settings_of(TagOrder(frameworks=("asa-2015",)), environ).frameworks == ("asa-2015",)


@pytest.mark.parametrize("order", [TagOrder(), TrainOrder(), TagOrder(workspace="relative")])
def test_a_workspace_that_would_vanish_is_refused(order: TagOrder | TrainOrder) -> None:
    with pytest.raises(SettingsError, match="has no workspace"):
        settings_of(order, {})


def test_a_training_order_is_no_setting_of_a_run() -> None:
    order = TrainOrder(
        workspace=HERE, labels=("/srv/a.csv",), codebooks=("x/1",), decisions=True, promote=False
    )

    assert settings_of(order, {}) == settings_of(TrainOrder(workspace=HERE), {})


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        pytest.param(TagOrder, {"paths": ["/srv"]}, id="files are for ingests"),
        pytest.param(TagOrder, {"jobs": 0}, id="no worker"),
        pytest.param(TagOrder, {"framework": "asa-2015"}, id="slip of the pen"),
        pytest.param(TrainOrder, {"labels": "a.csv"}, id="one path without its list"),
        pytest.param(TrainOrder, {"decisions": "perhaps"}, id="yes or no"),
        pytest.param(TrainOrder, {"frameworks": ["asa-2015"]}, id="training knows no lens"),
    ],
)
def test_a_wrong_order_is_refused_before_a_run_exists(
    kind: type[TagOrder | TrainOrder], wrong: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(wrong)


def test_orders_survive_the_way_to_the_server() -> None:
    for order in (TagOrder(frameworks=("asa-2015",)), TrainOrder(labels=("/srv/a.csv",))):
        assert type(order).model_validate_json(order.model_dump_json()) == order
