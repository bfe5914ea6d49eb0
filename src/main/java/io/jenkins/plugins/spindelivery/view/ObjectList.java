package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The objects of a stage as a table: which of very many it shows, and in which columns. */
public final class ObjectList {
    /** As many as a reader goes through; a page of this many loads at once. */
    static final int MOST_SHOWN = 100;

    /** Characters of differences that are part of the page; the others have a page of their own each. */
    private static final int MOST_DIFF = 300_000;

    private final StageRecord stage;
    private final Set<Integer> chosen;

    ObjectList(StageRecord stage, boolean all) {
        this.stage = stage;
        this.chosen = choose(stage.objects(), all ? Integer.MAX_VALUE : MOST_SHOWN);
    }

    /** Those that need attention, then the others from the beginning. */
    private static Set<Integer> choose(List<ObjectRecord> objects, int most) {
        Set<Integer> chosen = new HashSet<>();
        for (boolean urgent : new boolean[] {true, false}) {
            for (int i = 0; i < objects.size() && chosen.size() < most; i++) {
                if (ObjectView.needsAttention(objects.get(i)) == urgent) {
                    chosen.add(i);
                }
            }
        }
        return chosen;
    }

    List<ObjectView> all() {
        return stage.objects().stream()
                .map(object -> new ObjectView(stage.key(), object, true))
                .toList();
    }

    /**
     * The objects that the page shows.
     *
     * @return in deploy order; of many only some, first of all those that need attention
     */
    public List<ObjectView> getShown() {
        List<ObjectView> shown = new ArrayList<>();
        int left = MOST_DIFF;
        for (int i = 0; i < stage.objects().size(); i++) {
            if (chosen.contains(i)) {
                ObjectRecord object = stage.objects().get(i);
                left -= object.diff().length();
                shown.add(new ObjectView(stage.key(), object, left >= 0));
            }
        }
        return shown;
    }

    /**
     * How many objects the page does not show.
     *
     * @return 0 when it shows all
     */
    public int getHidden() {
        return stage.objects().size() - chosen.size();
    }

    /**
     * Whether a column for versions is worth its place.
     *
     * @return whether an object has one
     */
    public boolean isVersioned() {
        return stage.objects().stream().anyMatch(object -> !object.version().isEmpty());
    }

    /**
     * Whether a column for images is worth its place.
     *
     * @return whether an object has one
     */
    public boolean isImaged() {
        return stage.objects().stream().map(ObjectRecord::images).anyMatch(images -> !images.isEmpty());
    }

    /**
     * Whether a column for pods is worth its place.
     *
     * @return whether an object has parts to count
     */
    public boolean isCounted() {
        return stage.objects().stream().anyMatch(object -> object.desired() > 0);
    }

    /**
     * Whether a column for statuses is worth its place.
     *
     * @return whether an object's status is known
     */
    public boolean isWatched() {
        return stage.objects().stream().anyMatch(object -> !object.status().isEmpty());
    }

    /**
     * How wide the table of objects is.
     *
     * @return the number of its columns
     */
    public int getColumns() {
        return 2
                + (int) Stream.of(isVersioned(), isImaged(), isCounted(), isWatched())
                        .filter(each -> each)
                        .count();
    }

    /** The place of a shown object, by the name that errors give it; empty when there is none. */
    String anchor(String where) {
        for (int i = 0; i < stage.objects().size(); i++) {
            ObjectRecord object = stage.objects().get(i);
            if (chosen.contains(i) && object.ref().toString().equals(where)) {
                return Anchors.object(stage.key(), object.ref());
            }
        }
        return "";
    }
}
