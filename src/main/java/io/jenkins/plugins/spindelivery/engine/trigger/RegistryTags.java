package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry's list of tags by the distribution specification ({@code GET /v2/NAME/tags/list}): its pages, and which of
 * the tags are new. The list has neither order nor dates, so that what is new is known by remembering what was there.
 */
public final class RegistryTags {
    /** How many tags one look starts runs for; the others are left to the next look. */
    public static final int MAX_NEW = 10;
    /** {@code <URL>; rel="next"} of RFC 8288, also without the quotes, and with other parameters around it. */
    private static final Pattern NEXT =
            Pattern.compile("<([^<>]{1,2000})>[^<>,]{0,200}?;\\s{0,9}rel=\"?next\"?\\s{0,9}(?:[;,]|$)");

    private RegistryTags() {}

    /**
     * What a look at the list came to.
     *
     * @param start the tags to start runs for, in the order of their versions, tags that are none first
     * @param remember what to hand in at the next look
     */
    public record Look(List<String> start, Set<String> remember) {
        public Look {
            start = List.copyOf(start);
            remember = Set.copyOf(remember);
        }
    }

    /**
     * The tags of one page.
     *
     * @param page the answer's body
     * @return the tags; none of a repository whose tags were all deleted, for which registries say {@code null}
     * @throws ProblemException when it is no page of tags
     */
    public static List<String> page(ObjectNode page) {
        JsonNode tags = page.path("tags");
        if (!tags.isArray() && !tags.isNull()) {
            throw SafePattern.input("", "trigger.tags-page", "tags");
        }
        List<String> found = new ArrayList<>();
        tags.forEach(tag -> found.add(tag.asText()));
        return List.copyOf(found);
    }

    /**
     * The address of the next page.
     *
     * @param current the address of this page
     * @param link the header {@code Link}; {@code null} when there is none
     * @return the next page; empty behind the last one
     * @throws ProblemException when it is on another host, where the credential must not go, or no address
     */
    public static Optional<URI> next(URI current, String link) {
        Matcher matcher = NEXT.matcher(link == null ? "" : link);
        if (!matcher.find()) {
            return Optional.empty();
        }
        URI next;
        try {
            next = current.resolve(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw SafePattern.input("", "trigger.tags-link", current.getRawAuthority());
        }
        boolean same = Objects.equals(current.getScheme(), next.getScheme())
                && Objects.equals(current.getRawAuthority(), next.getRawAuthority());
        if (!same || next.equals(current)) {
            throw SafePattern.input("", "trigger.tags-link", current.getRawAuthority());
        }
        return Optional.of(next);
    }

    /**
     * Chooses the tags to start runs for. The first look only remembers. A tag that was deleted is forgotten, so that
     * it is new when it comes again.
     *
     * @param remembered what the last look said; empty at the first look
     * @param listed all tags of the repository
     * @param rule which tags are wanted
     * @return at most {@link #MAX_NEW} tags, and what to remember
     */
    public static Look look(Optional<Set<String>> remembered, List<String> listed, TagRule rule) {
        if (remembered.isEmpty()) {
            return new Look(List.of(), new HashSet<>(listed));
        }
        Set<String> known = remembered.get();
        List<String> wanted = TagRule.inOrder(new LinkedHashSet<>(listed)
                .stream()
                        .filter(tag -> !known.contains(tag))
                        .filter(rule::admits)
                        .toList());
        Set<String> remember = new HashSet<>(listed);
        List<String> start = wanted.subList(0, Math.min(MAX_NEW, wanted.size()));
        wanted.subList(start.size(), wanted.size()).forEach(remember::remove);
        return new Look(start, remember);
    }
}
