/**
 * Reading manifests: YAML and JSON as text into Jackson trees with the meaning that kubectl gives them.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader} reads manifests,
 * {@link io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader} any documents. The way of a text: decoded
 * ({@code TextDecoder}), taken apart at the lines {@code ---} and {@code ...} ({@code Chunks}). A part with nothing
 * unusual in it is read at once ({@code FastReader}), in a quarter of the time. Any other is scanned by Jackson when it
 * is JSON ({@code JsonDriver}) or by SnakeYAML ({@code YamlDriver}), whose events build the tree directly
 * ({@code TreeBuilder}): no nodes are composed in between, and limits hold before anything grows. What a plain word
 * means is decided in {@code Scalars} for all of them. Line numbers of parts are found by reading the part of the text
 * again, so that they cost nothing when nobody asks.
 *
 * <p>The meaning is that of {@code sigs.k8s.io/yaml} over {@code go.yaml.in/yaml/v2}, which kubectl uses; the tests
 * compare with it. Where this reader differs on purpose, it refuses what would otherwise be lost or changed silently.
 */
package io.jenkins.plugins.spindelivery.engine.manifest.read;
