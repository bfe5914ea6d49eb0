/** Where a manifest or package comes from (inline, file, HTTP), and the artifacts that deploys produce and consume. */
package io.jenkins.plugins.spindelivery.engine.artifact;
