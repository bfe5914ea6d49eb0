package io.jenkins.plugins.spindelivery.engine.aws.image;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who uses which images, as {@link ImageUse} found it out. */
public final class ImageUsers {
    /** More would be no help. */
    private static final int MOST = 5;

    private final Map<String, SortedSet<String>> byImage = new TreeMap<>();
    private final SortedSet<String> unread = new TreeSet<>();

    ImageUsers() {}

    void add(String image, String user) {
        byImage.computeIfAbsent(image, id -> new TreeSet<>()).add(user);
    }

    /** Something whose image nobody could tell us. */
    void unread(String user) {
        unread.add(user);
    }

    /**
     * Who uses an image.
     *
     * @param image its id
     * @return such as {@code Instance i-0123, LaunchTemplate web version 3}; empty when nobody is known to
     */
    public Optional<String> of(String image) {
        return Optional.ofNullable(byImage.get(image)).map(ImageUsers::names);
    }

    /**
     * Who may use any image, for the parameter that names it can't be read.
     *
     * @return such as {@code LaunchTemplate web version 3 (/images/web)}; empty when all could be read
     */
    public Optional<String> unread() {
        return unread.isEmpty() ? Optional.empty() : Optional.of(names(unread));
    }

    private static String names(Set<String> users) {
        Stream<String> first = users.stream().limit(MOST);
        return (users.size() > MOST ? Stream.concat(first, Stream.of("…")) : first).collect(Collectors.joining(", "));
    }
}
