package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** How a stage that comes to several calls is taken apart into one tree for each, and put together again. */
interface Views {
    /** One call. */
    Views WHOLE = new Views() {
        @Override
        public List<ObjectNode> of(ObjectNode stage) {
            return List.of(stage);
        }

        @Override
        public void merge(ObjectNode stage, List<ObjectNode> originals, List<ObjectNode> changed) {
            stage.setAll(changed.get(0));
            stage.retain(names(changed.get(0)));
        }
    };

    /** No call at all. */
    Views NONE = new Views() {
        @Override
        public List<ObjectNode> of(ObjectNode stage) {
            return List.of();
        }

        @Override
        public void merge(ObjectNode stage, List<ObjectNode> originals, List<ObjectNode> changed) {
            // Nothing was changed.
        }
    };

    /** One tree for each call. */
    List<ObjectNode> of(ObjectNode stage);

    /** Takes over into the stage what was changed in its trees. */
    void merge(ObjectNode stage, List<ObjectNode> originals, List<ObjectNode> changed);

    /** A call for each entry of a list of maps, which are like stages themselves. */
    static Views items(String list) {
        return new Views() {
            @Override
            public List<ObjectNode> of(ObjectNode stage) {
                List<ObjectNode> items = new ArrayList<>();
                for (JsonNode item : stage.path(list)) {
                    if (item instanceof ObjectNode map) {
                        items.add(map);
                    }
                }
                return items;
            }

            @Override
            public void merge(ObjectNode stage, List<ObjectNode> originals, List<ObjectNode> changed) {
                ArrayNode items = (ArrayNode) stage.path(list);
                int next = 0;
                for (int i = 0; i < items.size(); i++) {
                    if (items.get(i).isObject()) {
                        items.set(i, changed.get(next++));
                    }
                }
            }
        };
    }

    /** A call for each entry of a list of words; the trees are the stage with one of them alone. */
    static Views each(String list) {
        return new Views() {
            @Override
            public List<ObjectNode> of(ObjectNode stage) {
                if (!stage.path(list).isArray() || stage.path(list).size() < 2) {
                    return List.of(stage);
                }
                List<ObjectNode> views = new ArrayList<>();
                for (JsonNode word : stage.path(list)) {
                    ObjectNode view = stage.deepCopy();
                    view.putArray(list).add(word);
                    views.add(view);
                }
                return views;
            }

            @Override
            public void merge(ObjectNode stage, List<ObjectNode> originals, List<ObjectNode> changed) {
                if (changed.size() == 1) {
                    WHOLE.merge(stage, originals, changed);
                    return;
                }
                ArrayNode words = stage.arrayNode();
                changed.forEach(view -> view.path(list).forEach(words::add));
                for (int i = 0; i < changed.size(); i++) {
                    if (!rest(changed.get(i)).equals(rest(originals.get(i)))) {
                        WHOLE.merge(stage, originals, List.of(changed.get(i)));
                        break;
                    }
                }
                stage.set(list, words);
            }

            private ObjectNode rest(ObjectNode view) {
                return view.deepCopy().without(List.of(list));
            }
        };
    }

    /** One call where a field says something, and none where it does not. */
    static Views where(String field) {
        return new Views() {
            @Override
            public List<ObjectNode> of(ObjectNode stage) {
                return Trees.blank(stage.path(field))
                                && Trees.blank(stage.path(FieldStage.OWN).path(field))
                        ? List.of()
                        : List.of(stage);
            }

            @Override
            public void merge(ObjectNode stage, List<ObjectNode> originals, List<ObjectNode> changed) {
                WHOLE.merge(stage, originals, changed);
            }
        };
    }

    /** The names of a tree's fields. */
    static List<String> names(ObjectNode tree) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
