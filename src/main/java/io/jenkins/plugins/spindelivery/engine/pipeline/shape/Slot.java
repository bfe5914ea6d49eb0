package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import java.util.ArrayList;
import java.util.List;

/** A place in a column: for a stage, or for the lines of one stage on their way to columns further to the right. */
final class Slot {
    private final int column;
    private final List<Slot> before = new ArrayList<>();
    private final List<Slot> after = new ArrayList<>();
    private int row;

    Slot(int column) {
        this.column = column;
    }

    /** Draws a line between two slots of neighbouring columns; once is enough. */
    void leadsTo(Slot next) {
        if (!after.contains(next)) {
            after.add(next);
            next.before.add(this);
        }
    }

    int column() {
        return column;
    }

    /** Counted from 0, from the top. */
    int row() {
        return row;
    }

    void row(int now) {
        row = now;
    }

    /** The slots of the column to the left that lead here. */
    List<Slot> before() {
        return before;
    }

    /** The slots of the column to the right that this one leads to. */
    List<Slot> after() {
        return after;
    }
}
