"""Stories, copies, trends and sources: what other stages say of many articles, kept and served."""
