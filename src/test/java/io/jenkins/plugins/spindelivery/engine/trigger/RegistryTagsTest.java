package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.trigger.RegistryTags.Look;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;

/** Pages of tags, and what is new in them. */
public class RegistryTagsTest {
    private static final URI PAGE = URI.create("https://registry.example:8443/v2/devops/gateway/tags/list?n=100");
    private static final TagRule RELEASES = TagRule.versions(List.of(), ">=1.0.0");

    @Test
    public void aPageIsReadAlsoWithoutTags() {
        assertEquals(
                List.of("1.0.0", "latest"),
                RegistryTags.page(Refusals.json("{'name': 'devops/gateway', 'tags': ['1.0.0', 'latest']}")));
        assertEquals(List.of(), RegistryTags.page(Refusals.json("{'name': 'devops/gateway', 'tags': null}")));
        for (String other : List.of("{'errors': []}", "{'tags': 'x'}")) {
            assertEquals(
                    "trigger.tags-page",
                    Refusals.refused(() -> RegistryTags.page(Refusals.json(other)))
                            .code());
        }
    }

    @Test
    public void theNextPageIsThatOfTheLinkHeader() {
        URI next = URI.create("https://registry.example:8443/v2/devops/gateway/tags/list?last=1.0.0&n=100");
        String relative = "/v2/devops/gateway/tags/list?last=1.0.0&n=100";
        for (String link : List.of(
                "<" + relative + ">; rel=\"next\"",
                "<" + relative + ">; rel=next",
                "<" + relative + ">;rel=\"next\"; title=\"more\"",
                "<" + relative + ">; title=\"more\"; rel=\"next\"",
                "</first>; rel=\"first\", <" + next + ">; rel=\"next\"")) {
            assertEquals(link, Optional.of(next), RegistryTags.next(PAGE, link));
        }
    }

    @Test
    public void behindTheLastPageThereIsNone() {
        assertEquals(Optional.empty(), RegistryTags.next(PAGE, null));
        assertEquals(Optional.empty(), RegistryTags.next(PAGE, ""));
        assertEquals(Optional.empty(), RegistryTags.next(PAGE, "</first>; rel=\"first\""));
        assertEquals(Optional.empty(), RegistryTags.next(PAGE, "</x>; rel=\"nextish\""));
    }

    @Test
    public void anotherHostIsNotFollowedNorTheSamePageAgain() {
        for (String address : List.of(
                "https://evil.example/v2/x",
                "//evil.example/v2/x",
                "http://registry.example:8443/v2/x",
                "https://registry.example/v2/x",
                "https://user@registry.example:8443/v2/x",
                "bad address",
                PAGE.toString())) {
            assertEquals(
                    address,
                    "trigger.tags-link",
                    Refusals.refused(() -> RegistryTags.next(PAGE, "<" + address + ">; rel=\"next\""))
                            .code());
        }
    }

    @Test
    public void theFirstLookOnlyRemembers() {
        assertEquals(
                new Look(List.of(), Set.of("1.0.0", "latest")),
                RegistryTags.look(Optional.empty(), List.of("1.0.0", "latest"), RELEASES));
    }

    @Test
    public void newTagsComeInTheOrderOfTheirVersions() {
        assertEquals(
                new Look(List.of("1.9.0", "1.10.0"), Set.of("1.0.0", "1.10.0", "1.9.0", "1.11.0-rc.1", "latest")),
                RegistryTags.look(
                        Optional.of(Set.of("1.0.0")),
                        List.of("1.0.0", "1.10.0", "1.9.0", "1.11.0-rc.1", "latest", "1.9.0"),
                        RELEASES));
        assertEquals(
                List.of("new", "1.9.0", "1.10.0"),
                RegistryTags.look(Optional.of(Set.of()), List.of("1.10.0", "new", "1.9.0"), TagRule.any(List.of()))
                        .start());
    }

    @Test
    public void whatIsTooMuchForOneLookIsLeftToTheNext() {
        List<String> all = IntStream.range(0, 25).mapToObj(i -> "1.0." + i).toList();
        Look look = RegistryTags.look(Optional.of(Set.of()), all, RELEASES);
        assertEquals(all.subList(0, 10), look.start());
        look = RegistryTags.look(Optional.of(look.remember()), all, RELEASES);
        assertEquals(all.subList(10, 20), look.start());
        look = RegistryTags.look(Optional.of(look.remember()), all, RELEASES);
        assertEquals(all.subList(20, 25), look.start());
        assertEquals(
                List.of(),
                RegistryTags.look(Optional.of(look.remember()), all, RELEASES).start());
    }

    @Test
    public void aTagThatWasDeletedIsNewWhenItComesAgain() {
        Look gone = RegistryTags.look(Optional.of(Set.of("1.0.0", "1.1.0")), List.of("1.0.0"), RELEASES);
        assertEquals(new Look(List.of(), Set.of("1.0.0")), gone);
        assertEquals(
                List.of("1.1.0"),
                RegistryTags.look(Optional.of(gone.remember()), List.of("1.0.0", "1.1.0"), RELEASES)
                        .start());
    }
}
