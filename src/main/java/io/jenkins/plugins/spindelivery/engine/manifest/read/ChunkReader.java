package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Reads the documents of one chunk, usually one. */
final class ChunkReader {
    private final String text;
    private final Chunk chunk;
    private final ReadLimits limits;
    private final Expansion expansion;
    private final boolean withLines;

    /**
     * What a chunk holds.
     *
     * @param trees its documents; empty when a fault was found
     * @param faults what is wrong with it
     */
    record Result(List<Tree> trees, List<Fault> faults) {}

    /**
     * A reader of one chunk.
     *
     * @param text the whole text
     * @param chunk the part of it to read
     * @param limits see {@link ReadLimits}
     * @param expansion what aliases of the text may still add
     * @param withLines whether to note the lines of all parts, which takes time and memory
     */
    ChunkReader(String text, Chunk chunk, ReadLimits limits, Expansion expansion, boolean withLines) {
        this.text = text;
        this.chunk = chunk;
        this.limits = limits;
        this.expansion = expansion;
        this.withLines = withLines;
    }

    /**
     * Reads the chunk as JSON if it is JSON, else as YAML.
     *
     * @return its documents, or what is wrong
     * @throws Unreadable when a limit of the whole text is passed
     */
    Result read() {
        if (chunk.badSeparator() > 0) {
            return failed(new Fault("manifest.read-separator", chunk.badSeparator()));
        }
        Unreadable noJson = null;
        if (chunk.mayBeJson(text)) {
            try {
                return collect(new JsonDriver(text, chunk)::read);
            } catch (Unreadable e) {
                noJson = e;
            }
        }
        if (noJson != null && noJson.offset() == Integer.MAX_VALUE) {
            return failed(noJson);
        }
        try {
            return collect((builders, documents) -> new YamlDriver(text, chunk).read(builders, documents));
        } catch (Unreadable e) {
            // The parser that came farther knows better what the text was meant to be.
            return failed(noJson != null && noJson.offset() > e.offset() ? noJson : e);
        }
    }

    private interface Driver {
        void read(Function<IntSupplier, TreeBuilder> builders, Consumer<TreeBuilder> documents);
    }

    private Result collect(Driver driver) {
        List<Tree> trees = new ArrayList<>(1);
        List<Fault> faults = new ArrayList<>(0);
        driver.read(line -> new TreeBuilder(limits, expansion, line, withLines ? new LineIndex() : null), builder -> {
            trees.add(builder.finish());
            faults.addAll(builder.faults());
        });
        return faults.isEmpty() ? new Result(trees, faults) : new Result(List.of(), faults);
    }

    private static Result failed(Unreadable e) {
        if (e.endsEverything()) {
            throw e;
        }
        return failed(e.fault());
    }

    private static Result failed(Fault fault) {
        return new Result(List.of(), List.of(fault));
    }
}
