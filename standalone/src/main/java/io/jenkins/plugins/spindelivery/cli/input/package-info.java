/** From flags to manifests, parameters and artifacts. */
package io.jenkins.plugins.spindelivery.cli.input;
