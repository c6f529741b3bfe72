<?php
/**
 * Plugin Name:       Glutebot
 * Description:       Puts the Glutebot widget on your blog: a button on every post, a block, a shortcode.
 * Version:           1.0.0
 * Requires at least: 6.3
 * Requires PHP:      7.4
 * License:           MIT
 * Text Domain:       glutebot
 *
 * One file on purpose: copy this folder to wp-content/plugins, activate it, and fill in
 * Settings → Glutebot. It stores one option, sets no cookie, and asks no server anything;
 * the browser of a reader who presses the button does.
 */

defined( 'ABSPATH' ) || exit;

const GLUTEBOT_OPTION = 'glutebot_settings';

/** What is set until the blogger sets something. */
function glutebot_defaults() {
	return array(
		'server'   => '',
		'site'     => '',
		'show'     => 'posts',
		'mode'     => 'bubble',
		'position' => 'bottom-right',
		'accent'   => '',
		'language' => '',
		'greeting' => '',
	);
}

/** What can be chosen, by setting: value => label. */
function glutebot_choices() {
	return array(
		'show'     => array(
			'posts'    => __( 'On every post', 'glutebot' ),
			'all'      => __( 'On every page', 'glutebot' ),
			'nowhere'  => __( 'Only where a block or shortcode stands', 'glutebot' ),
		),
		'mode'     => array(
			'bubble' => __( 'A button in the corner', 'glutebot' ),
			'panel'  => __( 'A tab at the side', 'glutebot' ),
		),
		'position' => array(
			'bottom-right' => __( 'Right', 'glutebot' ),
			'bottom-left'  => __( 'Left', 'glutebot' ),
		),
		'language' => array(
			''   => __( 'As the blog', 'glutebot' ),
			'en' => 'English',
			'es' => 'Español',
			'de' => 'Deutsch',
			'fr' => 'Français',
			'pt' => 'Português',
			'ar' => 'العربية',
		),
	);
}

function glutebot_settings() {
	return wp_parse_args( (array) get_option( GLUTEBOT_OPTION, array() ), glutebot_defaults() );
}

/** Keep only what can be used; what cannot is dropped and said. */
function glutebot_sanitize( $input ) {
	$input = wp_parse_args( array_filter( (array) $input, 'is_string' ), glutebot_defaults() );
	$clean = glutebot_defaults();
	foreach ( glutebot_choices() as $name => $choices ) {
		if ( isset( $choices[ $input[ $name ] ] ) ) {
			$clean[ $name ] = $input[ $name ];
		}
	}
	$server = untrailingslashit( esc_url_raw( trim( $input['server'] ), array( 'https', 'http' ) ) );
	if ( '' === $server && '' !== trim( $input['server'] ) ) {
		add_settings_error( GLUTEBOT_OPTION, 'server', __( 'The address must begin with https://', 'glutebot' ) );
	}
	$clean['server']   = $server;
	$clean['site']     = preg_replace( '/[^A-Za-z0-9_-]/', '', $input['site'] );
	$clean['accent']   = (string) sanitize_hex_color( $input['accent'] );
	$clean['greeting'] = sanitize_text_field( $input['greeting'] );
	return $clean;
}

/** Return the attributes of the script tag, or null while the settings are not complete. */
function glutebot_attributes( $mode, $greeting = '' ) {
	$settings = glutebot_settings();
	if ( '' === $settings['server'] || '' === $settings['site'] ) {
		return null;
	}
	$language = $settings['language'] ? $settings['language'] : get_locale();
	return array_filter(
		array(
			'src'           => $settings['server'] . '/w/glutebot.js',
			'async'         => true,
			'data-site'     => $settings['site'],
			'data-mode'     => $mode,
			'data-lang'     => substr( $language, 0, 2 ),
			'data-position' => 'inline' === $mode ? '' : $settings['position'],
			'data-accent'   => $settings['accent'],
			'data-greeting' => $greeting ? $greeting : $settings['greeting'],
		)
	);
}

/** Return the widget inside a post, for the block and the shortcode. */
function glutebot_inline( $given = array() ) {
	$given      = shortcode_atts( array( 'greeting' => '' ), (array) $given, 'glutebot' );
	$attributes = glutebot_attributes( 'inline', sanitize_text_field( $given['greeting'] ) );
	if ( null === $attributes ) {
		return current_user_can( 'manage_options' )
			? '<p>' . esc_html__( 'Glutebot: fill in Settings → Glutebot first.', 'glutebot' ) . '</p>'
			: '';
	}
	$address  = glutebot_settings()['server'] . '/embed/' . rawurlencode( $attributes['data-site'] );
	$fallback = sprintf(
		'<noscript><a href="%s">%s</a></noscript>',
		esc_url( $address ),
		esc_html__( 'Ask a question', 'glutebot' )
	);
	return '<div class="glutebot-place">' . wp_get_script_tag( $attributes ) . $fallback . '</div>';
}

add_action(
	'wp_footer',
	function () {
		$settings = glutebot_settings();
		$wanted   = 'all' === $settings['show'] || ( 'posts' === $settings['show'] && is_singular( 'post' ) );
		$tag      = $wanted ? glutebot_attributes( $settings['mode'] ) : null;
		if ( $tag ) {
			wp_print_script_tag( $tag );
		}
	}
);

add_shortcode( 'glutebot', 'glutebot_inline' );

/** The block: drawn here when the post is shown, and as a note in the editor. */
add_action(
	'init',
	function () {
		$needs = array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components', 'wp-i18n' );
		wp_register_script( 'glutebot-block', '', $needs, '1.0.0', true );
		wp_add_inline_script( 'glutebot-block', glutebot_block_script() );
		register_block_type(
			'glutebot/ask',
			array(
				'api_version'           => 3,
				'title'                 => __( 'Glutebot', 'glutebot' ),
				'description'           => __( 'Readers ask, and get short answers with their sources.', 'glutebot' ),
				'category'              => 'widgets',
				'icon'                  => 'format-chat',
				'supports'              => array( 'html' => false ),
				'attributes'            => array(
					'greeting' => array(
						'type'    => 'string',
						'default' => '',
					),
				),
				'editor_script_handles' => array( 'glutebot-block' ),
				'render_callback'       => 'glutebot_inline',
			)
		);
	}
);

function glutebot_block_script() {
	return <<<'SCRIPT'
( function ( blocks, element, editor, components, i18n ) {
	const { createElement } = element;
	blocks.registerBlockType( 'glutebot/ask', {
		edit( { attributes, setAttributes } ) {
			return createElement(
				'div',
				editor.useBlockProps(),
				createElement( components.TextControl, {
					label: i18n.__( 'Glutebot: the words on the button', 'glutebot' ),
					placeholder: i18n.__( 'Ask a question', 'glutebot' ),
					value: attributes.greeting,
					onChange: ( greeting ) => setAttributes( { greeting } ),
				} )
			);
		},
		save: () => null,
	} );
} )( wp.blocks, wp.element, wp.blockEditor, wp.components, wp.i18n );
SCRIPT;
}

add_action(
	'admin_init',
	function () {
		register_setting(
			'glutebot',
			GLUTEBOT_OPTION,
			array(
				'type'              => 'array',
				'default'           => glutebot_defaults(),
				'sanitize_callback' => 'glutebot_sanitize',
			)
		);
	}
);

add_action(
	'admin_menu',
	function () {
		add_options_page( 'Glutebot', 'Glutebot', 'manage_options', 'glutebot', 'glutebot_settings_page' );
	}
);

function glutebot_settings_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$fields = array(
		'server'   => array( __( 'Address of your Glutebot server', 'glutebot' ), 'url', 'https://bot.example' ),
		'site'     => array( __( 'Site id, from `glutebot site add`', 'glutebot' ), 'text', 'glutelab' ),
		'accent'   => array( __( 'Accent colour', 'glutebot' ), 'text', '#0f6b4f' ),
		'greeting' => array( __( 'Greeting', 'glutebot' ), 'text', '' ),
	);
	$labels = array(
		'show'     => __( 'Where', 'glutebot' ),
		'mode'     => __( 'How', 'glutebot' ),
		'position' => __( 'Side', 'glutebot' ),
		'language' => __( 'Language of the interface', 'glutebot' ),
	);
	echo '<div class="wrap"><h1>Glutebot</h1>';
	echo '<p>' . esc_html__( 'On the server, run once: glutebot site add', 'glutebot' ) . ' <code>' . esc_html( glutebot_origin() ) . '</code></p>';
	echo '<form method="post" action="options.php"><table class="form-table" role="presentation">';
	settings_fields( 'glutebot' );
	foreach ( $fields as $name => list( $label, $type, $example ) ) {
		glutebot_row( $name, $label, glutebot_input( $name, $type, $example ) );
	}
	foreach ( $labels as $name => $label ) {
		glutebot_row( $name, $label, glutebot_select( $name ) );
	}
	echo '</table>';
	submit_button();
	echo '</form></div>';
}

/** Return the blog's origin, which the server must know exactly. */
function glutebot_origin() {
	$parts = wp_parse_url( home_url() );
	$port  = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
	return $parts['scheme'] . '://' . $parts['host'] . $port;
}

function glutebot_row( $name, $label, $control ) {
	printf(
		'<tr><th scope="row"><label for="glutebot-%s">%s</label></th><td>%s</td></tr>',
		esc_attr( $name ),
		esc_html( $label ),
		$control // phpcs:ignore WordPress.Security.EscapeOutput -- built and escaped below
	);
}

function glutebot_input( $name, $type, $example ) {
	return sprintf(
		'<input class="regular-text" id="glutebot-%1$s" name="%2$s[%1$s]" type="%3$s" value="%4$s" placeholder="%5$s">',
		esc_attr( $name ),
		esc_attr( GLUTEBOT_OPTION ),
		esc_attr( $type ),
		esc_attr( glutebot_settings()[ $name ] ),
		esc_attr( $example )
	);
}

function glutebot_select( $name ) {
	$options = '';
	foreach ( glutebot_choices()[ $name ] as $value => $label ) {
		$chosen   = selected( glutebot_settings()[ $name ], $value, false );
		$options .= sprintf( '<option value="%s" %s>%s</option>', esc_attr( $value ), $chosen, esc_html( $label ) );
	}
	return sprintf(
		'<select id="glutebot-%1$s" name="%2$s[%1$s]">%3$s</select>',
		esc_attr( $name ),
		esc_attr( GLUTEBOT_OPTION ),
		$options
	);
}

register_uninstall_hook( __FILE__, 'glutebot_uninstall' );

function glutebot_uninstall() {
	delete_option( GLUTEBOT_OPTION );
}
