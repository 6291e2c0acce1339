"""English first names and what their bearers are called: our own list."""

from collections.abc import Iterator

_CALLED = """
Alexander Alex; Alfred Fred Alf; Andrew Andy; Anthony Tony; Arthur Art; Benjamin Ben; Bernard Bernie; Charles Charlie
Chuck; Christopher Chris; Daniel Dan Danny; David Dave; Deborah Debbie; Donald Don; Douglas Doug; Edward Ed Eddie Ted;
Elizabeth Liz Beth; Eugene Gene; Francis Frank; Frederick Fred; Gerald Gerry Jerry; Gregory Greg; Harold Harry;
Henry Hank; James Jim Jimmy; Jeffrey Jeff; John Jack Johnny; Jonathan Jon; Joseph Joe; Joshua Josh; Katherine Kate
Kathy; Kenneth Ken; Lawrence Larry; Leonard Len; Margaret Maggie Peggy; Matthew Matt; Michael Mike Mick; Nicholas Nick;
Patricia Pat; Patrick Pat; Peter Pete; Philip Phil; Raymond Ray; Richard Dick Rick Rich; Robert Bob Rob Bobby; Ronald
Ron; Samuel Sam; Stephen Steve; Steven Steve; Stuart Stu; Susan Sue; Theodore Ted; Thomas Tom Tommy; Timothy Tim;
Victoria Vicky; Vincent Vince; Walter Walt; William Bill Will Billy
"""
_GROUPS = [group.split() for group in _CALLED.split(";")]


def called(first: str) -> Iterator[str]:
    """The other forms of a first name: "William" and "Bill" for each other."""
    for group in _GROUPS:
        if first == group[0]:
            yield from group[1:]
        elif first in group:
            yield group[0]
