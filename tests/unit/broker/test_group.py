"""The group's state machine, under a clock that the test moves."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from kafka import errors

from services.broker.group import COMPLETING, EMPTY, PREPARING, STABLE, Group, Member


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def member(name: str, *protocols: str, kind: str = "consumer", session_s: float = 10.0) -> Member:
    offered = {protocol: name.encode() for protocol in protocols or ("range",)}
    return Member(name, "client", "/host", kind, offered, session_s, rebalance_s=5.0)


async def formed(group: Group, *names: str) -> int:
    """All of them join; the leader sends each its own name. The generation."""
    joining = [group.join(member(name)) for name in names]
    await asyncio.gather(*joining)
    syncing = [
        group.sync(name, group.generation, {n: n.encode() for n in names} if name == group.leader else {})
        for name in names
    ]
    assert await asyncio.gather(*syncing) == [name.encode() for name in names]
    assert group.state == STABLE
    return group.generation


def in_loop(scenario: Callable[[Group, Clock], Awaitable[None]]) -> Callable[[], None]:
    """Runs the scenario with a new group and its clock."""

    def run() -> None:
        async def main() -> None:
            clock = Clock()
            await scenario(Group(clock), clock)

        asyncio.run(main())

    run.__name__ = scenario.__name__
    return run


@in_loop
async def test_a_lone_member_forms_the_first_generation_as_its_leader(group: Group, clock: Clock) -> None:
    joined = await group.join(member("a", "range", "sticky"))
    assert joined["generation_id"] == 1
    assert joined["leader"] == joined["member_id"] == "a"
    assert joined["members"] == [{"member_id": "a", "metadata": b"a"}]
    assert group.state == COMPLETING


@in_loop
async def test_a_newcomer_waits_until_the_others_have_joined_again(group: Group, clock: Clock) -> None:
    await formed(group, "a")
    newcomer = group.join(member("b"))
    with pytest.raises(errors.RebalanceInProgressError):
        group.heartbeat("a", 1)
    assert not newcomer.done()
    await group.join(member("a"))
    told = await newcomer
    assert (told["generation_id"], told["leader"], told["members"]) == (2, "a", [])


@in_loop
async def test_only_the_leader_is_told_of_all_members(group: Group, clock: Clock) -> None:
    first, second = group.join(member("a")), None
    await first
    second = group.join(member("b"))
    leader = await group.join(member("a"))
    assert leader["members"] == [{"member_id": n, "metadata": n.encode()} for n in ("a", "b")]
    assert (await second)["members"] == []


@in_loop
async def test_the_protocol_is_one_that_all_know_and_most_prefer(group: Group, clock: Clock) -> None:
    joins = [group.join(member("a", "x", "y", "z"))]
    await joins[0]
    joins = [group.join(member(n, *p)) for n, p in (("b", "zy"), ("c", "zy"), ("a", "xyz"))]
    await asyncio.gather(*joins)
    assert group.protocol == "z"
    with pytest.raises(errors.InconsistentGroupProtocolError):
        group.join(member("d", "x"))
    with pytest.raises(errors.InconsistentGroupProtocolError):
        group.join(member("d", "z", kind="connect"))


@in_loop
async def test_a_follower_that_joins_again_unchanged_disturbs_nobody(group: Group, clock: Clock) -> None:
    generation = await formed(group, "a")
    joining = group.join(member("b"))
    await group.join(member("a"))
    await joining
    leader, follower = group.sync("a", 2, {"a": b"1", "b": b"2"}), group.sync("b", 2, {})
    assert [await leader, await follower] == [b"1", b"2"]
    again = await group.join(member("b"))
    assert (again["generation_id"], group.state) == (generation + 1, STABLE)
    assert await group.sync("b", 2, {}) == b"2"
    changed = group.join(member("b", "range", "sticky"))
    assert group.state == PREPARING
    assert not changed.done()


@in_loop
async def test_a_follower_waits_for_the_leaders_assignment(group: Group, clock: Clock) -> None:
    await group.join(member("a"))
    joining = group.join(member("b"))
    await group.join(member("a"))
    await joining
    follower = group.sync("b", 2, {})
    assert not follower.done()
    assert await group.sync("a", 2, {"a": b"1", "b": b"2"}) == b"1"
    assert await follower == b"2"


@in_loop
async def test_who_waits_for_an_assignment_is_told_when_a_rebalance_comes_instead(
    group: Group, clock: Clock
) -> None:
    await group.join(member("a"))
    joining = group.join(member("b"))
    await group.join(member("a"))
    await joining
    follower = group.sync("b", 2, {})
    group.join(member("c"))
    with pytest.raises(errors.RebalanceInProgressError):
        await follower
    with pytest.raises(errors.RebalanceInProgressError):
        group.sync("a", 2, {})


@in_loop
async def test_a_silent_member_is_out_when_its_session_is_over_and_not_before(
    group: Group, clock: Clock
) -> None:
    generation = await formed(group, "a")
    clock.now = 9.9
    group.tick()
    group.heartbeat("a", generation)
    clock.now = 19.8
    group.tick()
    assert "a" in group.members
    clock.now = 20.0
    group.tick()
    assert (group.members, group.state) == ({}, EMPTY)
    with pytest.raises(errors.UnknownMemberIdError):
        group.heartbeat("a", generation)


@in_loop
async def test_who_does_not_join_again_in_time_is_left_out(group: Group, clock: Clock) -> None:
    await formed(group, "a")
    newcomer = group.join(member("b"))
    for clock.now in (1.0, 2.0, 3.0, 4.9):
        with pytest.raises(errors.RebalanceInProgressError):
            group.heartbeat("a", 1)
        group.tick()
    assert not newcomer.done()
    clock.now = 5.0
    group.tick()
    assert (await newcomer)["leader"] == "b"
    assert list(group.members) == ["b"]


@in_loop
async def test_a_leader_that_sends_no_assignment_in_time_is_left_out(group: Group, clock: Clock) -> None:
    await group.join(member("a"))
    joining = group.join(member("b"))
    await group.join(member("a"))
    await joining
    follower = group.sync("b", 2, {})
    clock.now = 5.0
    group.tick()
    with pytest.raises(errors.RebalanceInProgressError):
        await follower
    assert (await group.join(member("b")))["leader"] == "b"


@in_loop
async def test_the_last_missing_member_leaving_completes_the_rebalance(group: Group, clock: Clock) -> None:
    await formed(group, "a")
    newcomer = group.join(member("b"))
    group.leave("a")
    assert (await newcomer)["leader"] == "b"
    with pytest.raises(errors.UnknownMemberIdError):
        group.leave("a")


@in_loop
async def test_a_member_that_waits_to_join_does_not_run_out_of_session(group: Group, clock: Clock) -> None:
    await formed(group, "a")
    newcomer = group.join(member("b", session_s=1.0))
    clock.now = 4.0
    group.tick()
    assert not newcomer.done()
    await group.join(member("a"))
    assert (await newcomer)["generation_id"] == 2


@in_loop
async def test_commits_are_taken_from_the_present_generation_only(group: Group, clock: Clock) -> None:
    group.may_commit("", -1)
    with pytest.raises(errors.IllegalGenerationError):
        group.may_commit("a", 1)
    generation = await formed(group, "a")
    group.may_commit("a", generation)
    for who, when, error in (
        ("a", generation - 1, errors.IllegalGenerationError),
        ("a", generation + 1, errors.IllegalGenerationError),
        ("b", generation, errors.UnknownMemberIdError),
        ("", -1, errors.UnknownMemberIdError),
    ):
        with pytest.raises(error):
            group.may_commit(who, when)
    group.join(member("b"))
    group.may_commit("a", generation)
    await group.join(member("a"))
    with pytest.raises(errors.RebalanceInProgressError):
        group.may_commit("a", generation + 1)


@in_loop
async def test_a_join_sent_twice_is_answered_on_its_second_way(group: Group, clock: Clock) -> None:
    await formed(group, "a")
    lost = group.join(member("b"))
    again = group.join(member("b"))
    with pytest.raises(errors.RebalanceInProgressError):
        await lost
    await group.join(member("a"))
    assert (await again)["member_id"] == "b"
